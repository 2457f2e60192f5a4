"""What ECR does and moto does not: digests of the manifests' bytes, checks for layers, immutable tags,
and images that remain without tags."""
import hashlib
import json
from collections import defaultdict

from moto.ecr.models import Image, ecr_backends

ACCOUNT = "123456789012"
MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"


def digest_of(text):
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


Image._create_digest = lambda image: setattr(image, "_image_digest", digest_of(image.image_manifest))


def manifest_of(tag):
    layer = {"mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip", "size": 9, "digest": digest_of(tag)}
    # Spaces and the order of members are part of the hashed bytes.
    return json.dumps({"schemaVersion": 2, "mediaType": MANIFEST, "layers": [layer],
                       "config": {"size": 7, "digest": digest_of(tag + " config")}}, indent=3)


def layers_of(manifest):
    told = json.loads(manifest)
    return {part["digest"] for part in [told["config"], *told["layers"]]}


class Registry:
    def __init__(self):
        self.layers = defaultdict(set)
        # What the tags of other registries name, where a test has moved them.
        self.elsewhere = {}

    def digest(self, image):
        """The digest that an image's name means now; None if there is no such image."""
        place, _, digest = image.partition("@")
        if digest:
            return digest
        name, _, tag = place.rpartition(":") if ":" in place.split("/")[-1] else (place, "", "latest")
        host, _, repository = name.partition("/")
        if ".dkr.ecr." not in host:
            return self.elsewhere.get(image, digest_of(image))
        found = ecr_backends[host.split(".")[0]][host.split(".")[3]].repositories.get(repository)
        images = found.images if found else []
        return next((one.image_digest for one in images if tag in one.image_tags), None)

    def make(self, name, region, tags, layers, immutable):
        """Creates a repository with one image per tag; for `layers` only the layers, without images."""
        backend = ecr_backends[ACCOUNT][region]
        if name not in backend.repositories:
            backend.create_repository(name, None, None, None, "IMMUTABLE" if immutable else "MUTABLE", [])
        for tag in tags + layers:
            self.layers[region, name] |= layers_of(manifest_of(tag))
        for tag in tags:
            backend.put_image(name, manifest_of(tag), tag, MANIFEST)
        return {tag: digest_of(manifest_of(tag)) for tag in tags + layers}

    def refused(self, region, asked):
        """Why an image cannot be put; if it can, the image that has the tag now loses it, and remains."""
        name, tag, manifest = asked["repositoryName"], asked.get("imageTag"), asked["imageManifest"]
        repository = ecr_backends[ACCOUNT][region].repositories.get(name)
        if not repository:
            return "RepositoryNotFoundException", f"The repository with name '{name}' does not exist"
        if asked.get("imageDigest", digest_of(manifest)) != digest_of(manifest):
            return "ImageDigestDoesNotMatchException", "The digest is not the manifest's"
        if missing := layers_of(manifest) - self.layers[region, name]:
            return "LayersNotFoundException", f"Layers with digests '{sorted(missing)}' could not be found"
        for image in repository.images:
            if tag not in image.image_tags or image.image_manifest == manifest:
                continue
            if repository.is_tag_immutable():
                return "ImageTagAlreadyExistsException", f"The image tag '{tag}' already exists and is immutable"
            image.remove_tag(tag)
        return None
