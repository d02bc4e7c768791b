# Sanad as a container: `docker build -t sanad .`, then see docs/operators.md.

FROM python:3.11-slim AS build
WORKDIR /source
RUN python -m venv /opt/sanad
COPY requirements.lock ./
RUN /opt/sanad/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY handlers handlers
COPY knowledge knowledge
RUN /opt/sanad/bin/python -m pip wheel --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir /wheels . \
    && /opt/sanad/bin/python -m pip install --no-cache-dir --disable-pip-version-check --no-deps /wheels/sanad-*.whl

FROM python:3.11-slim
RUN groupadd --gid 10001 sanad \
    && useradd --uid 10001 --gid 10001 --create-home --shell /usr/sbin/nologin sanad \
    && install -d -o sanad -g sanad -m 0700 /data
COPY --from=build /opt/sanad /opt/sanad
ENV PATH=/opt/sanad/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    XDG_DATA_HOME=/data \
    SANAD_DATABASE=sqlite:////data/sanad.sqlite3
USER 10001:10001
WORKDIR /home/sanad
# With a secret given, none is made: one that lay in the image would be the same for everybody who runs it.
RUN SANAD_SECRET=only-while-building sanad prepare
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=90s --retries=2 CMD ["sanad", "health"]
ENTRYPOINT ["sanad"]
CMD ["run"]
