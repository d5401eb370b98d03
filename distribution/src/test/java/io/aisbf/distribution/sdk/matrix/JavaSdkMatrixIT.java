// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.sdk.matrix;

import io.aisbf.distribution.Product;
import io.aisbf.distribution.doubles.Doubles;
import io.aisbf.distribution.sdk.Summary;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The official Java SDKs, and LangChain4j, talk through the unzipped product: on every protocol that they speak, to a
 * double of every provider. The cases run several at a time; each of them is a test.
 */
class JavaSdkMatrixIT {
    private static final int AT_ONCE = 6;
    private static final List<String> PROVIDERS =
            List.of("double-openai", "double-responses", "double-anthropic", "double-google", "double-ollama");

    /** A case under way. */
    private record Running(String name, Future<?> result) {}

    @TestFactory
    Stream<DynamicTest> everySdkWorksWithEveryProvider() throws Exception {
        try (Doubles doubles = Doubles.start();
                Product product = Product.start(doubles.configuration());
                ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Driver> drivers = drivers(product.address());
            List<Running> running = new ArrayList<>();
            for (Cases.Case one : cases(doubles, drivers)) {
                Callable<Boolean> call = () -> {
                    one.run().run();
                    return true;
                };
                running.add(new Running(one.name(), pool.submit(call)));
            }
            List<DynamicTest> tests = ended(running);
            drivers.forEach(Driver::close);
            return tests.stream();
        }
    }

    private static List<Driver> drivers(URI gateway) {
        List<Driver> drivers = new ArrayList<>(
                List.of(new OpenAiDriver(gateway), new AnthropicDriver(gateway), new GeminiDriver(gateway)));
        drivers.addAll(LangChainModels.drivers(gateway));
        return drivers;
    }

    private static List<Cases.Case> cases(Doubles doubles, List<Driver> drivers) {
        return drivers.stream()
                .flatMap(driver -> PROVIDERS.stream()
                        .flatMap(provider -> Stream.of(false, true)
                                .flatMap(stream -> new Cases(doubles, driver, provider, stream).all().stream())))
                .toList();
    }

    private static List<DynamicTest> ended(List<Running> running) throws InterruptedException, IOException {
        Summary summary = new Summary();
        List<DynamicTest> tests = new ArrayList<>();
        for (Running one : running) {
            Throwable failure = null;
            try {
                one.result().get();
            } catch (java.util.concurrent.ExecutionException e) {
                failure = e.getCause();
            }
            summary.add(one.name(), failure == null);
            tests.add(test(one.name(), java.util.Optional.ofNullable(failure)));
        }
        summary.tell("sdk-java.txt");
        return tests;
    }

    private static DynamicTest test(String name, java.util.Optional<Throwable> failure) {
        return DynamicTest.dynamicTest(name, () -> {
            if (failure.isPresent()) {
                throw failure.get();
            }
        });
    }
}
