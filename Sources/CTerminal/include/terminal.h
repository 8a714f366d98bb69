#ifndef TERMINAL_H
#define TERMINAL_H

/// The width of the terminal that the descriptor is open on, in columns; 0 where it is none, or does not say.
int terminal_columns(int descriptor);

#endif
