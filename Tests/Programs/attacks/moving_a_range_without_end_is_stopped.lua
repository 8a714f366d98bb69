-- table.move of a trillion elements that are not there runs no Lua code at all; the time limit ends
-- it inside.
--
-- technique: D14
-- limits:    stretch=200ms
-- error:     :8: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
table.move({}, 1, 1 << 40, 2)
