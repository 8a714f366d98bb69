-- --module-path is searched before the script's own folders.
--
-- module-path: roots/first
-- output:   from --module-path
print(require "shadowed")
