params { how = { type = "enum", values = { "stretch", "memory", "output" }, required = true } }
qubitro.create_device { name = "lamp", source = "mqtt" }
local text = ("x"):rep(1000)
local heap = {}
if args.how == "stretch" then while true do end end
while args.how == "memory" do heap[#heap + 1] = text .. #heap end
while args.how == "output" do print(text) end
