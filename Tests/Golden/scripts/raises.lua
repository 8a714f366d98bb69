-- Errors that are no text.
params {
  what = { type = "enum", values = { "table", "object", "nothing", "assert" }, required = true },
}
if args.what == "table" then
  error { code = 7 }
elseif args.what == "object" then
  error(setmetatable({}, { __tostring = function() return "an object that speaks" end }))
elseif args.what == "assert" then
  assert(qubitro.create_device { name = "lamp", source = "lora" })
end
error()
