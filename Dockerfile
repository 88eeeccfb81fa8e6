# The static binary, and nothing else.
# Another base with a Rust toolchain and a C compiler: docker build --build-arg BUILDER=…
ARG BUILDER=rust:1-bookworm
FROM ${BUILDER} AS build
WORKDIR /src
COPY Cargo.toml Cargo.lock schema.sql ./
COPY .cargo .cargo
COPY assets assets
COPY src src
# Which state of the source it is: docker build --build-arg COMMIT=$(git rev-parse --short HEAD) .
ARG COMMIT=unknown
# The manifest names the test binary; its sources are not needed here.
RUN export FRONTDESK_COMMIT=$COMMIT && mkdir -p tests/it && echo 'fn main() {}' > tests/it/main.rs \
 && cargo build --release --locked --bin frontdesk \
 && cp "$(find target -path '*release/frontdesk' -type f | head -n 1)" /frontdesk \
 && mkdir /data

FROM scratch
COPY --from=build /frontdesk /frontdesk
COPY --from=build --chown=65532:65532 --chmod=0700 /data /data
USER 65532:65532
ENV FRONTDESK_LISTEN=0.0.0.0:8000 FRONTDESK_DATA=/data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=6s --start-period=20s CMD ["/frontdesk", "health"]
ENTRYPOINT ["/frontdesk"]
