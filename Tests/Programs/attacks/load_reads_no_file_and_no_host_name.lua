-- A chunk's name decides nothing: it cannot pass for the host's own code, and one that names a file
-- reads none.
--
-- technique: A11 B01
-- output:    false	load: names of this form are the host's own
-- output:    false	etc:1: mine
-- output:    nil	7
print(pcall(load, "error()", "=[host] x"))
print(pcall(load("error('mine')", "@etc")))
local sandbox = { x = 7 }
print(load("return os, x", "=c", "t", sandbox)())
