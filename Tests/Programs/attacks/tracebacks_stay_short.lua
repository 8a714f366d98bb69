-- A traceback of a hundred thousand frames has its beginning and its end, and no more; also in the
-- report.
--
-- technique: D25
-- output:    true	true
-- error:     in upvalue 'down'
-- error:     ...
-- error:     in main chunk
-- exit:      1
local down
function down(n, f) return n > 0 and (down(n - 1, f)) or f() end
local text = down(100000, debug.traceback)
print(#text < 5000, select(2, text:gsub("\n", "\n")) < 30)
down(100000, function() error("deep") end)
