-- match with thirty optional items before thirty that are not, on a text one short of both, asked
-- as a method and under pcall.
--
-- technique: D10
-- limits:    stretch=200ms
-- error:     :8: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
while true do pcall(string.match, ("a"):rep(29), "^" .. ("a?"):rep(40) .. ("a"):rep(30) .. "$") end
