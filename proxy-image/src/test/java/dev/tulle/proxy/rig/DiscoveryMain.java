package dev.tulle.proxy.rig;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/// The discovery of the bench: `DiscoveryMain PORT DIRECTORY CLIENT-IPS SERVER-IPS`, addresses
/// separated by commas, where the directory holds `discovery.crt`, `discovery.key` and `ca.crt`.
/// Ends when it is killed.
public final class DiscoveryMain {

    private DiscoveryMain() {}

    public static void main(String[] args) throws IOException, CertificateException {
        Path directory = Path.of(args[1]);
        File ca = directory.resolve("ca.crt").toFile();
        var tls =
                GrpcSslContexts.configure(
                                SslContextBuilder.forServer(
                                        directory.resolve("discovery.crt").toFile(),
                                        directory.resolve("discovery.key").toFile()))
                        .protocols("TLSv1.3")
                        .trustManager(ca)
                        .clientAuth(ClientAuth.REQUIRE)
                        .build();
        var mesh = new StaticMesh(addresses(args[2]), addresses(args[3]), certificate(ca.toPath()));
        var discovery =
                new StaticDiscovery(new InetSocketAddress(Integer.parseInt(args[0])), tls, mesh);
        System.out.println("listening on port " + discovery.port());
    }

    private static List<String> addresses(String commas) {
        return List.of(commas.split(",", -1));
    }

    private static X509Certificate certificate(Path file) throws IOException, CertificateException {
        try (InputStream pem = Files.newInputStream(file)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }
}
