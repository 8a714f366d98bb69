/// Thrown where a request's connection is to be closed without an answer.
struct ConnectionDropped: Error {}
