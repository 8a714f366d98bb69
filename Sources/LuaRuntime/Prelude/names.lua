-- Reports every global name that a script finds, and every field of a global table. It runs as a
-- script of its own.
local names = {}

local function add(prefix, fields)
  for name, value in pairs(fields) do
    if type(name) == "string" then
      names[#names + 1] = prefix .. name
      if type(value) == "table" and value ~= _G then
        add(prefix .. name .. ".", value)
      end
    end
  end
end

local report = lua.report_names
lua = nil
args = {}
add("", _G)
report(names)
