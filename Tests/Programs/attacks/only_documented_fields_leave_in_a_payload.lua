-- A value that is hidden in a field of another name is a wrong call: nothing is sent, and the field
-- is named.
--
-- technique: K07
-- effects:   qubitro.create_device x3
-- output:    3 refused
-- requests:  0
local refused = 0
for _, field in ipairs { "metadata", "Authorization", "token" } do
  local row = { name = "d", source = "mqtt", [field] = os.date() }
  local ok, problem = pcall(qubitro.create_device, row)
  local is_named = tostring(problem):find("unknown field '" .. field .. "'", 1, true)
  refused = refused + (not ok and is_named and 1 or 0)
end
print(refused .. " refused")
