// Linking this is all it takes: standard input, output and error are open before anything else in the process opens a file.
#pragma once
