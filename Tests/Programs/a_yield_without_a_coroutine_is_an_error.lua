-- coroutine.yield() in the main chunk has nobody to yield to, and says so on its line.
--
-- error:    :6: attempt to yield from outside a coroutine
-- error:    6 | coroutine.yield(1)
-- exit:     1
coroutine.yield(1)
