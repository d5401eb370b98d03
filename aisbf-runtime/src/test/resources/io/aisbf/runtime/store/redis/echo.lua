-- SPDX-License-Identifier: GPL-3.0-or-later
return {ARGV[1], ARGV[2], redis.call('INCR', KEYS[1])}
