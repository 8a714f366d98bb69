-- Names that change with each run: the generation stands in a module, which the seed does not know.
for n = 1, 2 do
  qubitro.create_device { name = ("lamp-%s-%d"):format(require "generation", n), source = "mqtt" }
end
