// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.deliver;

import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.wire.ReplyWriter;

/** A client that writes down what it hears: text as it is, other steps by their kind, frames off the wire by data. */
final class Listener implements ReplyWriter, Delivery.Outlet {
    private final StringBuilder heard = new StringBuilder();
    private boolean opened;
    private Runnable onFrame = () -> {};

    String heard() {
        return heard.toString();
    }

    /** What happens whenever a frame is written to it. */
    void onFrame(Runnable what) {
        onFrame = what;
    }

    @Override
    public void whole(ChatResponse response) {
        opened = true;
        heard.append(response.choices().getFirst().message().text()).append("|whole");
    }

    @Override
    public void frame(Frame frame) {
        opened = true;
        onFrame.run();
        if (frame.wire().isPresent()) {
            heard.append(frame.isSign() ? "" : frame.wire().get().data());
        } else {
            frame.events().forEach(this::hear);
        }
    }

    private void hear(ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta delta) {
            heard.append(delta.text());
        } else if (!(event instanceof ChatEvent.Counted)) {
            heard.append('<').append(event.getClass().getSimpleName()).append('>');
        }
    }

    @Override
    public void end() {
        heard.append("|end");
    }

    @Override
    public void fail(CallException failure) {
        heard.append("|fail");
    }

    @Override
    public void keepAlive() {
        heard.append(':');
    }

    @Override
    public boolean opened() {
        return opened;
    }

    @Override
    public void flush() {}
}
