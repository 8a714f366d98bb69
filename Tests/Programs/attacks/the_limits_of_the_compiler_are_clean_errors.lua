-- Too many locals, upvalues and labels are refused with their number; a huge table and a long chain
-- of operators come out right.
--
-- technique: B08
-- output:    too many local variables
-- output:    too many upvalues
-- output:    100000	100000
-- output:    70000
local function numbered(count, pattern, separator)
  local parts = {}
  for n = 1, count do
    parts[n] = pattern:gsub("#", n)
  end
  return table.concat(parts, separator)
end
print(select(2, load(numbered(201, "local a#", "\n"))):match("too many local variables"))
-- Locals of three functions, 170 each, and one inside that uses them all.
local outer, inner = numbered(170, "a#", ","), numbered(170, "b#", ",")
local template = "local %s\nreturn function()\nlocal %s\nreturn function() return {%s, %s} end end"
local source = template:format(outer, inner, outer, inner)
print(select(2, load(source)):match("too many upvalues"))
local constructor = load("return {" .. numbered(100000, "#.5", ",") .. "}")()
print(#constructor, math.floor(constructor[100000]))
print(load("return " .. ("1 + "):rep(69999) .. "1")())
