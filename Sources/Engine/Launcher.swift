import CLaunch
