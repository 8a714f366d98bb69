-- A module's body starts a branch that requires another module, for which it would wait until the
-- body has ended: refused with a reason.
--
-- technique: D22 I07
-- output:    false	true
local ok, problem = pcall(require, "row_in_a_branch")
print(ok, problem:find("require it before", 1, true) ~= nil)
