# The image: Python, the locked packages of a plain installation, the program; nobody runs as root, nothing is written
# but the two volumes. Build: docker build -t vacancies .   Run: docker compose run --rm report
FROM python:3.12-slim AS build
WORKDIR /src
COPY requirements-image.lock ./
RUN python -m venv /opt/vacancies \
 && /opt/vacancies/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements-image.lock
COPY pyproject.toml README.md LICENSE ./
COPY pipeline ./pipeline
# the builder is in the lock too: nothing unpinned runs
RUN /opt/vacancies/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation . \
 && /opt/vacancies/bin/python -m compileall -qq /opt/vacancies

FROM python:3.12-slim
RUN useradd --create-home --uid 10001 vacancies \
 && mkdir -p /srv/vacancies/data /srv/vacancies/reports \
 && chown -R vacancies /srv/vacancies
COPY --from=build /opt/vacancies /opt/vacancies
ENV PATH=/opt/vacancies/bin:$PATH PYTHONUNBUFFERED=1 MPLCONFIGDIR=/tmp
USER vacancies
WORKDIR /srv/vacancies
VOLUME ["/srv/vacancies/data", "/srv/vacancies/reports"]
HEALTHCHECK --interval=10m --timeout=30s --start-period=1h CMD ["vacancies", "status"]
ENTRYPOINT ["vacancies"]
CMD ["run"]
