// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.guard;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** The connection as the engine sees it. */
final class GuardedContext implements ConnectionContext {
    private final ConnectionContext outer;
    private final String id;
    private final DataReader reader;
    private final DataWriter writer;

    GuardedContext(ConnectionContext outer, String id, DataReader reader, DataWriter writer) {
        this.outer = outer;
        this.id = id;
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public ListenerContext listenerContext() {
        return outer.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return outer.executor();
    }

    @Override
    public DataWriter dataWriter() {
        return writer;
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public Router router() {
        return outer.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return outer.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
        return outer.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
        return outer.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return outer.localPeer();
    }

    @Override
    public boolean isSecure() {
        return outer.isSecure();
    }

    @Override
    public String socketId() {
        return outer.socketId();
    }

    /** Helidon's own is an identity hash, which two connections may share; this one is unique. */
    @Override
    public String childSocketId() {
        return id;
    }
}
