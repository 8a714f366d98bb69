-- A value that is hidden in a field of another name is a wrong call: nothing is sent, and the field is named.
--
-- technique: K07
-- effects:   qubitro.create_device x3
-- output:    3 refused
-- requests:  0
local refused = 0
for _, field in ipairs { "metadata", "Authorization", "token" } do
  local ok, problem = pcall(qubitro.create_device, { name = "d", source = "mqtt", [field] = os.date() })
  refused = refused + (not ok and tostring(problem):find("unknown field '" .. field .. "'", 1, true) and 1 or 0)
end
print(refused .. " refused")
