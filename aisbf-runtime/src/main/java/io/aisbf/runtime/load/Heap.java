// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.load;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What of the memory is really in use: what the collector had to leave the last time it looked. */
public interface Heap {
    /** {@return the most it may grow to, in bytes} */
    long most();

    /** {@return which share of the long-lived part was left in use by the last collection of it, from 0 to 1} */
    double live();

    /** {@return how many collections there were of any kind} */
    long collections();

    /** {@return this process's} */
    static Heap ofThisProcess() {
        return new Own();
    }

    /** The heap of this process, as the JVM tells it; costs about a microsecond to ask. Stateless. */
    final class Own implements Heap {
        private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        private final Optional<MemoryPoolMXBean> pool = longLived();

        private Own() {}

        /** Every collector names its pools as it likes; the one for what lives long is Old or Tenured in all of them. */
        private static Optional<MemoryPoolMXBean> longLived() {
            Comparator<MemoryPoolMXBean> byName = Comparator.comparing(Own::saysOld);
            return ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(one -> one.getType() == MemoryType.HEAP && one.isCollectionUsageThresholdSupported())
                    .max(byName.thenComparing(one -> one.getUsage().getMax()));
        }

        private static boolean saysOld(MemoryPoolMXBean one) {
            String name = one.getName().toLowerCase(Locale.ROOT);
            return name.contains("old") || name.contains("tenured");
        }

        @Override
        public long most() {
            return Runtime.getRuntime().maxMemory();
        }

        @Override
        public double live() {
            MemoryUsage left = pool.map(MemoryPoolMXBean::getCollectionUsage).orElse(null);
            return left == null || left.getMax() <= 0 ? 0 : (double) left.getUsed() / left.getMax();
        }

        @Override
        public long collections() {
            return collectors.stream()
                    .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                    .sum();
        }
    }
}
