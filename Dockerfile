FROM python:3.12-slim AS build
WORKDIR /build
COPY requirements-desk.txt pyproject.toml README.md LICENSE ./
RUN python -m venv /opt/cliffhanger \
    && /opt/cliffhanger/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements-desk.txt
COPY src src
RUN /opt/cliffhanger/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation .

FROM python:3.12-slim
# LightGBM wants OpenMP's library.
RUN apt-get update && apt-get install --yes --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin cliffhanger \
    && install -d -o cliffhanger /data
COPY --from=build /opt/cliffhanger /opt/cliffhanger
ENV PATH=/opt/cliffhanger/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    CLIFFHANGER_LEDGER=/data/ledger.sqlite XDG_CACHE_HOME=/data/cache
USER cliffhanger
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --start-period=30s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=5)"]
ENTRYPOINT ["cliffhanger", "serve", "--host", "0.0.0.0"]
