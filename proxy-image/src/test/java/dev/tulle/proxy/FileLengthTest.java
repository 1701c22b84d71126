package dev.tulle.proxy;

import dev.tulle.walls.FileLength;

class FileLengthTest implements FileLength {}
