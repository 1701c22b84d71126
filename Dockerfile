# The control plane: roles operator and discovery. Build operator/ first (make build).
ARG BASE_IMAGE=eclipse-temurin:25-jre
FROM ${BASE_IMAGE}
COPY operator/target/quarkus-app/lib/ /app/lib/
COPY operator/target/quarkus-app/quarkus/ /app/quarkus/
COPY operator/target/quarkus-app/app/ /app/app/
COPY operator/target/quarkus-app/quarkus-run.jar /app/quarkus-run.jar
USER 2337:2337
EXPOSE 8080 8443 9443
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+UseCompactObjectHeaders", "-XX:+ExitOnOutOfMemoryError", \
    "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED", "-jar", "/app/quarkus-run.jar"]
