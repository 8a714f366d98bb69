/* Nothing is called from outside: the library is preloaded, and stands between a program and its C
   library. */
