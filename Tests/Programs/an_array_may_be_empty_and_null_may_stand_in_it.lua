-- host.array marks a table as an array, also an empty one; host.null stands for nil inside one;
-- tags may be either kind of empty.
--
-- effects:  qubitro.create_device x3
-- status:   created x2 rejected
-- output:   0	0
-- output:   nil	tags[1] must be a string, got nil
-- error:    tags[1] must be a string, got nil
-- exit:     1
local one = qubitro.create_device { name = "a", source = "mqtt", tags = host.array {} }
local two = qubitro.create_device { name = "b", source = "mqtt", tags = {} }
print(#one.tags, #two.tags)
local tags = host.array { host.null }
local three, err = qubitro.create_device { name = "c", source = "mqtt", tags = tags }
print(three, err.message:match("tags.*"))
