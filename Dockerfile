# One image for every process; the command says which one runs.
FROM python:3.11-slim-bookworm AS build
WORKDIR /build
RUN python -m venv /opt/returnwatch
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN /opt/returnwatch/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY events events
COPY foundation foundation
COPY services services
COPY projections projections
COPY contracts contracts
COPY deploy deploy
COPY returnwatch returnwatch
RUN /opt/returnwatch/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --create-home returnwatch \
    && install -d -o returnwatch /keys /attachments
COPY --from=build /opt/returnwatch /opt/returnwatch
ENV PATH=/opt/returnwatch/bin:$PATH PYTHONUNBUFFERED=1
USER returnwatch
WORKDIR /home/returnwatch
CMD ["returnwatch", "--help"]
