-- A project of its own for each device.
for _, project in ipairs { "demo", "cellar", "attic" } do
  qubitro.create_device { name = "lamp", source = "mqtt", project = project }
end
