FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY bot bot
RUN python -m venv /opt/tagwire \
 && /opt/tagwire/bin/pip install --no-cache-dir -c constraints.txt '.[postgres,extract]'

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /data tagwire \
 && install -d -o tagwire -g tagwire /data
COPY --from=build /opt/tagwire /opt/tagwire
ENV PATH=/opt/tagwire/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite:////data/tagwire.db \
    HTTP_HOST=0.0.0.0
USER tagwire
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=6s --start-period=20s CMD ["python", "-m", "bot", "healthcheck"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
