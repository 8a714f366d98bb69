for n = 1, 3 do
  qubitro.create_device { name = "door", source = "mqtt", description = "Door " .. n }
end
