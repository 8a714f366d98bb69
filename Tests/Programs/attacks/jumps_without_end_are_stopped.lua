-- A loop of goto alone, out of nested blocks and back, is ended by the time limit.
--
-- technique: B10 D01
-- limits:    stretch=200ms
-- error:     :7: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
::again:: do do goto again end end
