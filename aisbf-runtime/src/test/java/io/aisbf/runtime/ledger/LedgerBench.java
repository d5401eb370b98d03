// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * How many attempts a second the ledger keeps, and how long one waits until it is on the disk: 256 producers, each of
 * which waits for its own commit, beside the same with a file that is only appended to and synced. Prints a table.
 *
 * <p>Arguments: folder (a new one in target by default), seconds a round, rounds.
 */
final class LedgerBench {
    private static final int PRODUCERS = 256;

    private LedgerBench() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = arguments.length > 0
                ? Path.of(arguments[0])
                : Files.createTempDirectory(Path.of("target"), "ledger-bench");
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
        System.out.printf("%-8s %12s %9s %9s %9s%n", "store", "rows/s", "p50 ms", "p99 ms", "max ms");
        for (int round = 0; round < rounds; round++) {
            append(folder.resolve("append-" + round), seconds);
            sqlite(folder.resolve("ledger-" + round + ".db"), seconds);
        }
        booking(folder.resolve("booking.db"));
    }

    private static void sqlite(Path file, int seconds) throws InterruptedException {
        try (SqliteLedger ledger =
                (SqliteLedger) SqliteLedger.open(file, Duration.ofDays(30), 1L << 40, InstantSource.system())) {
            measure("sqlite", seconds, number -> {
                ledger.book(entry(number));
                ledger.awaitCommitted();
            });
        }
    }

    private static void append(Path file, int seconds) throws IOException, InterruptedException {
        try (AppendedFile appended = new AppendedFile(file)) {
            measure("append", seconds, number -> {
                Entry entry = entry(number);
                appended.add(entry.toString());
            });
        }
    }

    /** What a call pays. */
    private static void booking(Path file) {
        try (Ledger ledger = SqliteLedger.open(file, Duration.ofDays(30), 1L << 40, InstantSource.system())) {
            int many = 60_000;
            List<Entry> entries = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                entries.add(entry(i));
            }
            long begun = System.nanoTime();
            entries.forEach(ledger::book);
            System.out.printf("book() %.2f us%n", (System.nanoTime() - begun) / 1e3 / many);
        }
    }

    private static Entry entry(long number) {
        // Names in no order, as those of calls are.
        return Attempts.answered(Long.toHexString(number * 0x9E3779B97F4A7C15L) + ".1", Instant.now());
    }

    private static void measure(String name, int seconds, LongConsumer write) throws InterruptedException {
        AtomicLong numbers = new AtomicLong();
        long begin = System.nanoTime();
        long warm = begin + Duration.ofSeconds(1).toNanos();
        long end = warm + Duration.ofSeconds(seconds).toNanos();
        List<long[]> all = new ArrayList<>();
        List<Thread> producers = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            producers.add(Thread.ofVirtual().start(() -> {
                long[] times = produce(numbers, write, warm, end);
                synchronized (all) {
                    all.add(times);
                }
            }));
        }
        for (Thread producer : producers) {
            producer.join();
        }
        long[] times = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        System.out.printf(
                "%-8s %12d %9.2f %9.2f %9.2f%n",
                name,
                times.length / seconds,
                times[times.length / 2] / 1e6,
                times[(int) (times.length * 0.99)] / 1e6,
                times[times.length - 1] / 1e6);
    }

    private static long[] produce(AtomicLong numbers, LongConsumer write, long warm, long end) {
        long[] times = new long[1 << 16];
        int count = 0;
        long before = System.nanoTime();
        while (before < end) {
            write.accept(numbers.incrementAndGet());
            long after = System.nanoTime();
            if (before >= warm && count < times.length) {
                times[count++] = after - before;
            }
            before = after;
        }
        return Arrays.copyOf(times, count);
    }

    /** A file that is only appended to; one thread writes what waits and syncs once for all of it. */
    private static final class AppendedFile implements AutoCloseable {
        private final LinkedBlockingQueue<Line> lines = new LinkedBlockingQueue<>();
        private final FileChannel channel;
        private final Thread writer;

        private record Line(ByteBuffer bytes, CountDownLatch written) {}

        AppendedFile(Path file) throws IOException {
            channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            writer = Thread.ofPlatform().name("append").daemon().start(this::write);
        }

        void add(String text) {
            Line line = new Line(StandardCharsets.UTF_8.encode(text + "\n"), new CountDownLatch(1));
            lines.add(line);
            try {
                line.written().await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private void write() {
            List<Line> batch = new ArrayList<>();
            try {
                while (true) {
                    batch.add(lines.take());
                    lines.drainTo(batch);
                    ByteBuffer bytes = ByteBuffer.allocate(batch.stream()
                            .mapToInt(line -> line.bytes().remaining())
                            .sum());
                    batch.forEach(line -> bytes.put(line.bytes()));
                    channel.write(bytes.flip());
                    channel.force(false);
                    batch.forEach(line -> line.written().countDown());
                    batch.clear();
                }
            } catch (InterruptedException | IOException e) {
                batch.forEach(line -> line.written().countDown());
            }
        }

        @Override
        public void close() throws IOException {
            // The writer waits for lines, and for nothing else by now.
            writer.interrupt();
            channel.close();
        }
    }
}
