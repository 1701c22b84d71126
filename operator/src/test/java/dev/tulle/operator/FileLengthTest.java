package dev.tulle.operator;

import dev.tulle.walls.FileLength;

class FileLengthTest implements FileLength {}
