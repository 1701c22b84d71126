package dev.tulle.walls;

class FileLengthTest implements FileLength {}
