-- A %b without its end and a frontier, tried at every place of a long text, take the square of its
-- length.
--
-- technique: D10 D11
-- limits:    stretch=200ms
-- error:     : the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local brackets = ("("):rep(200000)
while true do local _ = brackets:find("%b()"), brackets:find("%f[^(].-%b()x") end
