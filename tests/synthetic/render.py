"""Draws the posed person in front of a calm room with OpenGL; software rendering without a screen is enough.

Needs the developer extra ``synthetic`` and an EGL library. Running the tests needs nothing of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import cv2
import moderngl
import numpy as np
from numpy.typing import NDArray

from tests.synthetic import shaders
from tests.synthetic.makehuman import Floats, Part
from tests.synthetic.skin import Posed

WIDTH, HEIGHT = 640, 480
VERTICAL_FIELD_OF_VIEW_DEG = 50.0
NEAR_M, FAR_M = 0.1, 3.0
LARGE, SAMPLES = (960, 720), 4  # drawn larger and with several samples a pixel, then shrunk
SHADOW_SIDE, OCCLUSION_SIDE, OCCLUSION_VIEWS = 320, 512, 96  # a coarse shadow is a soft one
SCENE_MIDDLE_M: Final = np.array([0.0, -0.05, -0.8])
SCENE_RADIUS_M = 0.75
TO_WINDOW: Final = np.array([-0.42, 0.5, 0.76]) / np.linalg.norm([-0.42, 0.5, 0.76])
WITHOUT_SCREEN: Final[dict[str, Any]] = {"backend": "egl"}
SAMPLE_ALPHA_TO_COVERAGE = 0x809E  # the GL name; makes fine hair translucent without sorting it

# softness of light round the surface (r, g, b); then strength and sharpness of the shine, least opacity drawn
MATERIALS: Final[dict[str, tuple[tuple[float, float, float], tuple[float, float, float]]]] = {
    "skin": ((0.40, 0.22, 0.16), (0.055, 14.0, 0.0)),
    "cloth": ((0.15, 0.15, 0.15), (0.01, 6.0, 0.3)),
    "hair": ((0.35, 0.35, 0.35), (0.03, 24.0, 0.02)),
    "brow": ((0.40, 0.22, 0.16), (0.0, 8.0, 0.02)),
    "eye": ((0.30, 0.20, 0.16), (0.5, 220.0, 0.1)),
}

Frame = NDArray[np.uint8]


def projection() -> Floats:
    """The camera's matrix, (4, 4): square pixels, principal point in the middle."""
    focal = 1 / np.tan(np.radians(VERTICAL_FIELD_OF_VIEW_DEG) / 2)
    depth = np.array([FAR_M + NEAR_M, 2 * FAR_M * NEAR_M]) / (NEAR_M - FAR_M)
    matrix = np.zeros((4, 4))
    matrix[0, 0], matrix[1, 1] = focal * HEIGHT / WIDTH, focal
    matrix[2, 2:], matrix[3, 2] = depth, -1
    return matrix


def parallel_view(towards: Floats) -> Floats:
    """A light's matrix, (4, 4): the whole scene seen from the far end of the unit vector ``towards``."""
    side = np.cross([0.0, 1.0, 0.0] if abs(towards[1]) < 0.95 else [1.0, 0.0, 0.0], towards)
    side /= np.linalg.norm(side)
    axes = np.stack([side, np.cross(towards, side), -towards]) / SCENE_RADIUS_M
    matrix = np.eye(4)
    matrix[:3, :3], matrix[:3, 3] = axes, -axes @ SCENE_MIDDLE_M
    return matrix


def sky_directions(count: int) -> Floats:
    """Evenly spread unit vectors, (count, 3), leaving out those from straight below."""
    steps = np.arange(count) + 0.5
    height = 1 - 1.6 * steps / count
    turn = np.pi * (1 + 5**0.5) * steps
    flat = np.sqrt(1 - height**2)
    return np.column_stack([flat * np.cos(turn), height, flat * np.sin(turn)])


class _Drawn:
    """One part on the graphics side: what changes with the pose, and what does not."""

    def __init__(self, context: moderngl.Context, part: Part) -> None:
        self.kind, self.owner = part.kind, part.owner
        size = len(part.vertices_m)
        self.moving = context.buffer(reserve=size * 24, dynamic=True)
        self.corners = context.buffer(part.uv.astype("f4").tobytes())
        self.open_sky = context.buffer(np.ones(size, "f4").tobytes())
        self.index = context.buffer(part.triangles.astype("i4").tobytes())
        texture = np.ascontiguousarray(part.texture[::-1])
        self.texture = context.texture(texture.shape[1::-1], 4, texture.tobytes())
        self.texture.build_mipmaps()
        self.texture.anisotropy = 8.0

    def move(self, posed: Posed) -> None:
        self.moving.write(np.hstack([posed.vertices_m, posed.normals]).astype("f4").tobytes())

    def picture_array(self, context: moderngl.Context, program: moderngl.Program) -> moderngl.VertexArray:
        content = [
            (self.moving, "3f 3f", "position", "normal"),
            (self.corners, "2f", "corner"),
            (self.open_sky, "1f", "open_sky"),
        ]
        return context.vertex_array(program, content, index_buffer=self.index)

    def depth_array(self, context: moderngl.Context, program: moderngl.Program) -> moderngl.VertexArray:
        content = [(self.moving, "3f 3x4", "position"), (self.corners, "2f", "corner")]
        return context.vertex_array(program, content, index_buffer=self.index)


class Renderer:
    """Draws one person; the soft shade of each surface point is taken once, in the pose ``rest``."""

    def __init__(self, parts: Sequence[Part], rest: Sequence[Posed], backdrop: Frame) -> None:
        self._context = moderngl.create_context(standalone=True, **WITHOUT_SCREEN)
        self._program = self._context.program(shaders.VERTEX, shaders.FRAGMENT)
        self._depth_program = self._context.program(shaders.DEPTH_VERTEX, shaders.DEPTH_FRAGMENT)
        self._drawn = [_Drawn(self._context, part) for part in parts]
        self._arrays = [d.picture_array(self._context, self._program) for d in self._drawn]
        self._depth_arrays = [d.depth_array(self._context, self._depth_program) for d in self._drawn]
        self._backdrop = self._make_backdrop(backdrop)
        self._make_targets()
        self._shade(rest)

    def _make_backdrop(self, picture: Frame) -> moderngl.VertexArray:
        program = self._context.program(shaders.BACKDROP_VERTEX, shaders.BACKDROP_FRAGMENT)
        corners = self._context.buffer(np.array([-1, -1, 1, -1, -1, 1, 1, 1], "f4").tobytes())
        flipped = np.ascontiguousarray(picture[::-1])
        self._room = self._context.texture(flipped.shape[1::-1], 3, flipped.tobytes(), alignment=1)
        return self._context.vertex_array(program, [(corners, "2f", "place")])

    def _make_targets(self) -> None:
        colour = self._context.renderbuffer(LARGE, 4, samples=SAMPLES)
        depth = self._context.depth_renderbuffer(LARGE, samples=SAMPLES)
        self._target = self._context.framebuffer([colour], depth)
        self._flat = self._context.framebuffer([self._context.renderbuffer(LARGE, 4)])
        self._shadow = self._context.depth_texture((SHADOW_SIDE, SHADOW_SIDE))
        self._shadow.compare_func = "<="
        self._shadow_target = self._context.framebuffer(depth_attachment=self._shadow)

    def draw(self, posed: Sequence[Posed]) -> Frame:
        """The picture, (480, 640, 3) uint8 RGB, not mirrored."""
        for drawn, bent in zip(self._drawn, posed, strict=True):
            drawn.move(bent)
        light = parallel_view(TO_WINDOW)
        self._draw_depth(self._shadow_target, light)
        self._draw_picture(light)
        self._context.copy_framebuffer(self._flat, self._target)
        large = np.frombuffer(self._flat.read(components=3, alignment=1), np.uint8)
        large = large.reshape(LARGE[1], LARGE[0], 3)[::-1]
        return np.asarray(cv2.resize(large, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA), np.uint8)

    def _draw_picture(self, light: Floats) -> None:
        self._target.use()
        self._target.clear()
        self._context.disable(moderngl.DEPTH_TEST)
        self._room.use(0)
        self._backdrop.render(moderngl.TRIANGLE_STRIP)
        self._context.enable(moderngl.DEPTH_TEST)
        self._context.enable_direct(SAMPLE_ALPHA_TO_COVERAGE)
        _set(self._program, camera=_columns(projection()), light=_columns(light), to_window=tuple(TO_WINDOW))
        _set(self._program, shadow=1)
        self._shadow.use(1)
        for drawn, array in zip(self._drawn, self._arrays, strict=True):
            softness, shine = MATERIALS[drawn.kind]
            _set(self._program, softness=softness, shine=shine)
            drawn.texture.use(0)
            array.render()
        self._context.disable_direct(SAMPLE_ALPHA_TO_COVERAGE)

    def _draw_depth(self, target: moderngl.Framebuffer, light: Floats) -> None:
        target.use()
        target.clear()
        self._context.enable(moderngl.DEPTH_TEST)
        _set(self._depth_program, light=_columns(light))
        for drawn, array in zip(self._drawn, self._depth_arrays, strict=True):
            drawn.texture.use(0)
            array.render()

    def _shade(self, rest: Sequence[Posed]) -> None:
        """Per vertex, the cosine-weighted share of the sky that nothing hides (ambient occlusion)."""
        for drawn, posed in zip(self._drawn, rest, strict=True):
            drawn.move(posed)
        seen = [np.zeros(len(p.vertices_m)) for p in rest]
        whole = [np.zeros(len(p.vertices_m)) for p in rest]
        depth = self._context.depth_texture((OCCLUSION_SIDE, OCCLUSION_SIDE))
        target = self._context.framebuffer(depth_attachment=depth)
        for direction in sky_directions(OCCLUSION_VIEWS):
            view = parallel_view(direction)
            self._draw_depth(target, view)
            nearest = np.frombuffer(depth.read(), "f4").reshape(OCCLUSION_SIDE, OCCLUSION_SIDE)
            for i, posed in enumerate(rest):
                weight = _facing(posed, direction, two_sided=self._drawn[i].kind == "hair")
                whole[i] += weight
                seen[i] += weight * _visible(posed, view, nearest)
        for drawn, a, b in zip(self._drawn, seen, whole, strict=True):
            share = _same_at_seams(a / np.maximum(b, 1e-9), drawn.owner)
            drawn.open_sky.write(share.astype("f4").tobytes())


def _facing(posed: Posed, direction: Floats, *, two_sided: bool) -> Floats:
    cosine = posed.normals @ direction
    return np.asarray(np.abs(cosine) if two_sided else np.maximum(cosine, 0), float)


def _visible(posed: Posed, view: Floats, nearest: NDArray[np.float32]) -> NDArray[np.bool_]:
    lifted = posed.vertices_m + 0.003 * posed.normals
    clip = lifted @ view[:3, :3].T + view[:3, 3]
    at = np.clip((clip[:, :2] * 0.5 + 0.5) * OCCLUSION_SIDE, 0, OCCLUSION_SIDE - 1).astype(int)
    return np.asarray(clip[:, 2] * 0.5 + 0.5 < nearest[at[:, 1], at[:, 0]] + 0.002)


def _same_at_seams(values: Floats, owner: NDArray[np.int64]) -> Floats:
    count = np.maximum(np.bincount(owner), 1)
    return np.asarray((np.bincount(owner, values) / count)[owner], float)


def _columns(matrix: Floats) -> tuple[float, ...]:
    return tuple(float(x) for x in matrix.T.ravel())


def _set(program: moderngl.Program, **values: object) -> None:
    for name, value in values.items():
        program[name] = value
