-- Reads all that can be read, and prints it.
local function show(value, err)
  if err then
    return ("nil, %s %s: %s"):format(err.kind, err.status, err.message)
  elseif type(value) ~= "table" then
    return tostring(value)
  end
  local parts = {}
  for name, entry in pairs(value) do
    parts[#parts + 1] = ("%s=%s"):format(name, show(entry))
  end
  table.sort(parts)
  return "{" .. table.concat(parts, " ") .. "}"
end
local lamp = assert(qubitro.create_device { name = "lamp", source = "http", tags = { "a", "b" } })
print("created", show(lamp))
print("list", show(qubitro.list_devices {}))
print("filter", show(qubitro.list_devices { metadata = { site = "fra" } }))
print("get", show(qubitro.get_device { id = lamp.id }))
print("none", show(qubitro.get_device { id = "00000000-0000-4000-8000-000000000000" }))
print("projects", show(qubitro.list_projects()))
print("project", show(qubitro.get_project("demo")))
print("data", show(qubitro.read_data { id = lamp.id, page = 1, limit = 2, range = "last" }))
print("keys", show(qubitro.data_keys { id = lamp.id }))
print("request", show(qubitro.request {
  method = "GET", path = "/v2/projects", query = { page = 1, odd = "a b&c" },
}))
print("new project", show(qubitro.create_project {
  name = "attic", description = "under the roof", tags = { "new" },
}))
