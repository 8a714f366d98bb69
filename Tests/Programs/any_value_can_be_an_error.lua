-- An error may be any value; its __tostring is asked in a bounded, protected call.
--
-- error:    spoken by __tostring
-- output:   table	nil	7
-- exit:     1
local function kind(value)
  local _, problem = pcall(error, value)
  return type(problem) == "number" and problem or problem == nil and "nil" or type(problem)
end
print(kind {}, kind(nil), kind(7))
error(setmetatable({}, { __tostring = function() return "spoken by __tostring" end }))
