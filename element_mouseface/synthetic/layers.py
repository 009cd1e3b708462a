"""Layers of one identity: painted once, deformed in every frame."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from .anatomy import Anatomy
from .identity import Identity, stream
from .texture import Float, Layer, fill, fixed, fur, roundness, signed_distance, smooth_closed


@dataclass(frozen=True)
class Pictures:
    """The layers of one identity, all on the canvas, and the eyeball's square patch."""

    background: NDArray[np.uint8]
    front: Layer | None
    body: Layer
    head: Layer
    jaw: Layer
    nose: Layer
    ear_open: Layer
    ear_folded: Layer
    paw: Layer
    eyeball: NDArray[np.uint8]


def _blur(image: NDArray, sigma_px: float) -> Float:
    return cv2.GaussianBlur(np.asarray(image, np.float32), (0, 0), max(sigma_px, 0.3))


def _bump(shape: tuple[int, int], center: NDArray, radius_px: float) -> Float:
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    return np.exp(-(((x - center[0]) ** 2 + (y - center[1]) ** 2) / radius_px**2)).astype(
        np.float32
    )


def _flow(a: Anatomy) -> Float:
    """Direction in which the hairs lie, radians: back from the nose, down the flank."""
    m, u = a.marks, a.unit_px
    anchors = [
        (m["tip"], -160),
        (m["pad"], 172),
        (m["eye"] + a.turn(40, -10), -165),
        (m["brow"], -172),
        (m["corner"], 150),
        (m["cheek"], 140),
        (m["hinge"] + a.turn(-40, 40), 125),
        (m["ear_base"] + a.turn(0, 40), 150),
        (m["chest"], 128),
        (m["chest"] + a.turn(-160, -150), 160),
        (m["chest"] + a.turn(100, 150), 105),
    ]
    y, x = np.mgrid[: a.shape[0], : a.shape[1]].astype(np.float32)
    total_x, total_y = np.zeros(a.shape, np.float32), np.zeros(a.shape, np.float32)
    for place, degrees in anchors:
        weight = 1 / ((x - place[0]) ** 2 + (y - place[1]) ** 2 + (18 * u) ** 2)
        angle = np.deg2rad(degrees) + a.tilt
        total_x += weight * np.float32(np.cos(angle))
        total_y += weight * np.float32(np.sin(angle))
    return np.arctan2(total_y, total_x)


def _furry(distance: Float, hairs: Float, u: float, rough_px: float = 2.2) -> Float:
    """Opacity of an outline whose edge is made of hairs."""
    return np.clip(0.5 + (distance + rough_px * u * hairs) / (2.6 * u), 0, 1)


def _light(who: Identity) -> tuple[float, float, float]:
    angle, k = np.deg2rad(who.light_angle_deg), who.light_strength
    return (float(k * np.cos(angle)), float(k * np.sin(angle)), float(np.sqrt(1 - k * k)))


def _hairs(who: Identity, a: Anatomy) -> Float:
    """The coat's texture: long on the flank, short and fine on the face; deviation about 1."""
    rng, u = stream("fur", who.number), a.unit_px
    flow = _flow(a)
    for size, strength in ((7, 0.07), (22, 0.10)):
        turbulence = _blur(rng.standard_normal(a.shape), size * u)
        flow = flow + np.float32(strength) * turbulence / turbulence.std()
    length = who.hair_length_px * u
    long = 0.7 * fur(rng, flow, 1.8 * length, 0.8 * u) + 0.4 * fur(rng, flow, 2.2 * length, 2.4 * u)
    short = 0.8 * fur(rng, flow, 0.7 * length, 0.7 * u) + 0.3 * fur(rng, flow, length, 2.0 * u)
    face = np.clip(
        _bump(a.shape, a.marks["pad"], 130 * u) + _bump(a.shape, a.marks["eye"], 110 * u), 0, 1
    )
    return (long * (1 - face) + short * face).astype(np.float32)


def _relief(a: Anatomy, light: tuple[float, float, float]) -> Float:
    """Light and shade of the swellings under the skin: pad, cheek, brow, eye socket."""
    u, m, total = a.unit_px, a.marks, np.zeros(a.shape, np.float32)
    bumps = [
        (m["pad"] + a.turn(6, 4), 36, 0.34),
        (m["cheek"], 52, 0.24),
        (m["brow"] + a.turn(8, 8), 30, 0.20),
        (m["eye"] + a.turn(0, 4), 34, -0.16),
        (m["hinge"] + a.turn(-30, 10), 60, 0.22),
        (m["ear_base"] + a.turn(10, 30), 60, -0.2),
    ]
    y, x = np.mgrid[: a.shape[0], : a.shape[1]].astype(np.float32)
    for center, radius, height in bumps:
        along = (x - center[0]) * light[0] + (y - center[1]) * light[1]
        total += height * 1.6 * along / (radius * u) * _bump(a.shape, center, radius * u)
    return total


def _skin(who: Identity, a: Anatomy) -> tuple[Float, Float]:
    """(luma, hairs) of all fur, as if the whole canvas were animal."""
    rng, u, m = stream("skin", who.number), a.unit_px, a.marks
    hairs, light = _hairs(who, a), _light(who)
    animal = np.maximum(
        np.maximum(fill(a.shape, a.head), fill(a.shape, a.body)), fill(a.shape, a.jaw)
    )
    inside = signed_distance(animal)
    lit = 0.5 * roundness(inside, 60 * u, light) + 0.5 * roundness(inside, 150 * u, light)
    lit = lit + _relief(a, light)
    y = np.mgrid[: a.shape[0], : a.shape[1]].astype(np.float32)[0]
    ventral = np.clip((y - m["corner"][1] + 25 * u) / (70 * u), 0, 1) * np.clip(
        1 - inside / (90 * u), 0, 1
    )
    muzzle = _bump(a.shape, m["pad"] + a.turn(26, 8), 58 * u)
    belly = np.clip(0.8 * ventral + 0.8 * muzzle, 0, 1)
    tone = who.fur_tone * (1 - belly) + who.belly_tone * belly
    around_eye = _bump(a.shape, m["eye"], 36 * u) - _bump(a.shape, m["eye"], 27 * u)
    tone = tone * (1 + 0.5 * around_eye - 0.2 * _bump(a.shape, m["eye"], 24 * u))
    patches = _blur(rng.standard_normal(a.shape), 26 * u)
    tone = tone * (1 + 0.06 * patches / patches.std())
    spotlight = 0.5 + 0.55 * _bump(a.shape, m["cheek"], 330 * u)  # the lamp is on the face
    contrast = who.fur_contrast * (1 - 0.5 * muzzle)
    return tone * spotlight * (0.34 + 0.82 * lit) * np.clip(1 + contrast * hairs, 0.15, 2.6), hairs


def _follicles(luma: Float, a: Anatomy) -> None:
    """Dark rows of dots where the whiskers leave the pad."""
    dots = np.zeros(luma.shape, np.uint8)
    for row in range(5):
        for column in range(6):
            spot = a.marks["pad"] + a.turn(-30 + 13 * column + 3 * row, -20 + 10.5 * row)
            cv2.circle(dots, tuple(fixed(spot)), int(1.3 * a.unit_px * 16), 255, -1, cv2.LINE_AA, 4)
    luma *= 1 - 0.4 * _blur(dots, 0.6 * a.unit_px) / 255


def _head(who: Identity, a: Anatomy, skin: Float, hairs: Float) -> Layer:
    u, luma = a.unit_px, skin.copy()
    _follicles(luma, a)
    distance = signed_distance(fill(a.shape, a.head))
    opacity = _furry(distance, hairs, u)
    x, y = np.meshgrid(np.arange(a.shape[1]), np.arange(a.shape[0]))
    hinge = a.marks["hinge"]
    # The head's rear has no edge: it fades into the body, which has the same fur.
    behind = (hinge[0] - 20 * u - x) / (70 * u)
    below = (y - hinge[1] - 30 * u + 0.25 * (x - hinge[0])) / (40 * u)
    fade = np.clip(1.2 - np.clip(behind, 0, None), 0, 1) * np.clip(1 - below, 0, 1)
    if who.head_bar != "none":
        opacity, luma = _bar(who, a, opacity * fade, luma)
        return Layer(luma, opacity, 0.6 * u)
    return Layer(luma, opacity * fade, 0.6 * u)


def _bar(who: Identity, a: Anatomy, opacity: NDArray, luma: Float) -> tuple[NDArray, Float]:
    """The implant by which the head is held: a bright bar or a darker plate with a screw."""
    u, rng = a.unit_px, stream("bar", who.number)
    left, tone = -500, float(rng.uniform(170, 225))
    depth = 26 if who.head_bar == "bar" else 44
    top = a.marks["brow"] + a.turn(-110, -82 + who.forehead_px)
    corners = [a.turn(left, -depth), a.turn(62, -depth), a.turn(66, 0), a.turn(left, 8)]
    mask = fill(a.shape, top + np.array(corners))
    metal = tone * (0.75 + 0.25 * np.clip(signed_distance(mask) / (9 * u), 0, 1))
    if who.head_bar == "plate":
        screw = _bump(a.shape, top + a.turn(10, -20), 9 * u)
        metal = 0.6 * metal * (1 - 0.8 * screw) + 90 * _bump(a.shape, top + a.turn(7, -23), 4 * u)
    return np.maximum(opacity, mask), (luma * (1 - mask) + metal * mask).astype(np.float32)


def _jaw(who: Identity, a: Anatomy, skin: Float, hairs: Float) -> Layer:
    mask = fill(a.shape, a.jaw)
    distance = signed_distance(mask)
    lit = roundness(distance, 26 * a.unit_px, _light(who))
    tone = 0.6 * skin + 0.4 * who.belly_tone * np.clip(1 + 0.6 * who.fur_contrast * hairs, 0.3, 2)
    lip = _bump(a.shape, a.marks["lower_lip"], 14 * a.unit_px)
    luma = tone * (0.3 + 0.8 * lit) * (1 - lip) + who.nose_tone * 0.9 * lip
    x = np.arange(a.shape[1], dtype=np.float32)[None]
    fade = np.clip((x - a.marks["hinge"][0] + 26 * a.unit_px) / (60 * a.unit_px), 0, 1)
    return Layer(luma, _furry(distance, hairs, a.unit_px, 1.6) * fade, 0.6 * a.unit_px)


def _nose(who: Identity, a: Anatomy, hairs: Float) -> Layer:
    u, tip = a.unit_px, a.marks["tip"]
    mask = fill(a.shape, a.nose)
    lit = roundness(signed_distance(mask), 15 * u, _light(who))
    grain = _blur(stream("nose", who.number).standard_normal(a.shape), 0.8 * u)
    luma = 0.82 * who.nose_tone * (0.45 + 0.6 * lit) * (1 + 0.06 * grain / grain.std())
    luma = luma + 45 * _bump(a.shape, tip + a.turn(-4, -6), 3.5 * u)  # it is moist
    slit = np.array([a.turn(-9, 9), a.turn(-3, 4), a.turn(1, 7), a.turn(-2, 12), a.turn(-7, 13)])
    nostril = _blur(fill(a.shape, tip + slit), 0.9 * u)
    philtrum = _bump(a.shape, tip + a.turn(-6, 24), 4 * u)
    luma = luma * (1 - 0.85 * nostril) * (1 - 0.5 * philtrum)
    fade = np.clip(_bump(a.shape, tip + a.turn(-2, 5), 19 * u) * 1.9 * (1 + 0.15 * hairs), 0, 1)
    return Layer(luma, _blur(mask, 0.8 * u) * fade)


def _ear(who: Identity, a: Anatomy, skin: Float, hairs: Float) -> tuple[Layer, Layer]:
    u, base = a.unit_px, a.marks["ear_base"]
    mask = fill(a.shape, a.ear)
    distance = signed_distance(mask)
    lit = roundness(distance, 16 * u, _light(who))
    rng = stream("ear", who.number)
    skin_spots = _blur(rng.standard_normal(a.shape), 5 * u)
    veins = np.abs(_blur(rng.standard_normal(a.shape), 9 * u))
    veins = np.exp(-((veins / veins.std() / 0.22) ** 2))
    flat = who.ear_tone * (0.55 + 0.5 * lit) * (1 + 0.05 * skin_spots / skin_spots.std())
    flat = flat * (1 - 0.12 * veins) * (1 + 0.3 * who.fur_contrast * hairs)
    middle = a.ear.mean(0)
    hollow = _bump(a.shape, base + 0.55 * (middle - base), 0.34 * who.ear_width_px * u)
    opened = flat * (1 - 0.5 * hollow)
    across = np.array([-(middle - base)[1], (middle - base)[0]]) / np.linalg.norm(middle - base)
    y, x = np.mgrid[: a.shape[0], : a.shape[1]].astype(np.float32)
    side = ((x - middle[0]) * across[0] + (y - middle[1]) * across[1]) / u
    crease = np.exp(-(((side - 9) / 7) ** 2)) - 0.6 * np.exp(-(((side + 6) / 9) ** 2))
    folded = flat * (1 - 0.55 * crease) * (1 - 0.25 * hollow)
    tuft = np.clip(_bump(a.shape, base, 26 * u) * 1.6 * (1 + 0.5 * hairs), 0, 1)
    opacity = np.maximum(_blur(mask, 0.7 * u), tuft * (distance > -10 * u))
    layers = [Layer(p * (1 - tuft) + skin * 0.85 * tuft, opacity) for p in (opened, folded)]
    return layers[0], layers[1]


def _eyeball(who: Identity, a: Anatomy) -> NDArray[np.uint8]:
    """A wet dark sphere in a square patch, its center the patch's center."""
    radius = who.eye_radius_px * a.unit_px
    half = int(np.ceil(2.2 * radius)) + 2
    y, x = np.mgrid[-half : half + 1, -half : half + 1].astype(np.float32) / radius
    far = np.sqrt(x**2 + y**2)
    iris = 96.0 if who.coat == "albino" else 26.0
    luma = iris * (0.7 + 0.5 * np.clip(far, 0, 1)) * (1 - 0.75 * np.exp(-((far / 0.5) ** 4)))
    angle = np.deg2rad(who.light_angle_deg)
    spot_x, spot_y = 0.38 * np.cos(angle), 0.38 * np.sin(angle)
    luma += 235 * np.exp(-(((x - spot_x) ** 2 + (y - spot_y) ** 2) / 0.016))
    luma += 34 * np.exp(-(((x + spot_x) ** 2 + (y + 1.4 * spot_y) ** 2) / 0.10))
    return np.clip(_blur(luma, 0.6 * a.unit_px), 0, 255).astype(np.uint8)


def _background(who: Identity, a: Anatomy) -> NDArray[np.uint8]:
    rng, u = stream("background", who.number), a.unit_px
    x = np.mgrid[: a.shape[0], : a.shape[1]].astype(np.float32)[1]
    across = x / a.shape[1] - 0.5
    luma = who.background_tone * (1 + who.background_slope * across)
    clouds = _blur(rng.standard_normal(a.shape), 40 * u)
    luma = luma * (1 + 0.08 * clouds / clouds.std())
    for _ in range(int(rng.integers(0, 3))):  # posts of the rig, out of focus
        at, wide = rng.uniform(0.55, 1.0) * a.shape[1], rng.uniform(8, 30) * u
        post = np.exp(-(((x - at) / wide) ** 6))
        luma = luma * (1 - post) + post * min(rng.uniform(0.5, 1.8) * who.background_tone, 215)
    return np.clip(_spout(who, a, _blur(luma, 2 * u)), 0, 255).astype(np.uint8)


def _spout(who: Identity, a: Anatomy, luma: Float) -> Float:
    """A steel tube that ends in front of the mouth."""
    u, end = a.unit_px, a.marks["lower_lip"] + a.turn(26, 14)
    angle = np.deg2rad(who.spout_angle_deg) + a.tilt
    along, across = (
        np.array([np.cos(angle), np.sin(angle)]),
        np.array([-np.sin(angle), np.cos(angle)]),
    )
    half = 6.5 * u
    corners = [end - half * across, end + 400 * u * along - half * across]
    corners += [end + 400 * u * along + half * across, end + half * across]
    mask = _blur(fill(a.shape, np.array(corners)), 0.6)
    y, x = np.mgrid[: a.shape[0], : a.shape[1]].astype(np.float32)
    side = ((x - end[0]) * across[0] + (y - end[1]) * across[1]) / half
    steel = 75 + 150 * np.exp(-(((side + 0.35) / 0.3) ** 2)) - 35 * np.clip(side, 0, 1)
    return luma * (1 - mask) + steel * mask


def _front(who: Identity, a: Anatomy) -> Layer | None:
    """The tube the animal sits in: it hides the lower flank, and does not move."""
    if not who.tube:
        return None
    rng, u = stream("tube", who.number), a.unit_px
    start = a.marks["chest"] + a.turn(-60 + rng.uniform(-20, 20), 20)
    outline = [start + a.turn(-600, -90), start + a.turn(-60, -60), start + a.turn(0, 20)]
    outline += [start + a.turn(40, 120), start + a.turn(60, 420), start + a.turn(-600, 420)]
    mask = fill(a.shape, np.array(outline))
    rim = np.exp(-((signed_distance(mask) / (4 * u)) ** 2))
    tone = float(rng.uniform(22, 60))
    return Layer(tone + 70 * rim, mask * 0.97)


def _paw(who: Identity, a: Anatomy) -> Layer:
    """A pale forepaw and its arm, as they lie over the snout in grooming."""
    u, at = a.unit_px, a.marks["paw"]
    arm = [(-19, 4), (17, 0), (24, 60), (10, 300), (-90, 300), (-30, 60)]
    mask = fill(a.shape, smooth_closed(at + np.array([a.turn(*p) for p in arm])))
    for finger in range(4):
        tip = at + a.turn(-24 + 15 * finger, -22 + 6 * abs(finger - 1.5))
        root = at + a.turn(-12 + 8 * finger, 10)
        across = a.turn(4, 1)
        outline = [tip - across, tip + a.turn(0, -4), tip + across, root + across, root - across]
        mask = np.maximum(mask, fill(a.shape, smooth_closed(np.array(outline))))
    lit = roundness(signed_distance(mask), 13 * u, _light(who))
    luma = 0.5 * (who.nose_tone + who.belly_tone) * (0.4 + 0.75 * lit)
    return Layer(luma, _blur(mask, 0.8 * u))


def paint(who: Identity, a: Anatomy) -> Pictures:
    """Paint all layers of an identity (about a second at 640x480)."""
    skin, hairs = _skin(who, a)
    body_distance = signed_distance(fill(a.shape, a.body))
    ear_open, ear_folded = _ear(who, a, skin, hairs)
    return Pictures(
        background=_background(who, a),
        front=_front(who, a),
        body=Layer(skin * 0.96, _furry(body_distance, hairs, a.unit_px, 3.5), 0.6 * a.unit_px),
        head=_head(who, a, skin, hairs),
        jaw=_jaw(who, a, skin, hairs),
        nose=_nose(who, a, hairs),
        ear_open=ear_open,
        ear_folded=ear_folded,
        paw=_paw(who, a),
        eyeball=_eyeball(who, a),
    )
