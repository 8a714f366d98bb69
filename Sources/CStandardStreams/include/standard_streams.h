// A program that links this has standard input, output and error open before anything else in the
// process opens a file. It has to call nothing.
#pragma once
