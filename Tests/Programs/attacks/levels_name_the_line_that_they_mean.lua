-- error with level 1, 2, 3, 0 and one beyond the stack: each names its line or none, and the
-- report's traceback has the rest.
--
-- technique: G07
-- output:    15: at 1
-- output:    18: at 2
-- output:    21: at 3
-- output:    at 0
-- output:    at 99
-- error:     script failed: at 0
-- error:     :15: in upvalue 'fail'
-- exit:      1
local level
local function fail()
  error("at " .. level, level)
end
local function caller()
  fail()
end
local function outer()
  caller()
end
for n, value in ipairs { 1, 2, 3, 0, 99 } do
  level = value
  local _, problem = pcall(outer)
  print((problem:gsub("^.*%.lua:(%d+: )", "%1")))
end
level = 0
outer()
