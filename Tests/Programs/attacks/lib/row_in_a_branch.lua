-- A module whose body requires another one in a branch.
return host.parallel { function() return require "row" end }[1]
