for n = 1, 3 do
  qubitro.create_device { name = ("fra-%02d"):format(n), source = "mqtt", tags = { "lamp" } }
end
