#ifndef TERMINAL_H
#define TERMINAL_H

/// The width of the terminal at an open descriptor, in columns; 0 if the descriptor is not a
/// terminal, or the terminal does not report its width.
int terminal_columns(int descriptor);

#endif
