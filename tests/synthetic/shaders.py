"""The shader programs of the renderer: one draws depth as a light sees it, one draws the picture."""

DEPTH_VERTEX = """
#version 330
uniform mat4 light;
in vec3 position;
in vec2 corner;
out vec2 uv;
void main() { uv = corner; gl_Position = light * vec4(position, 1.0); }
"""

DEPTH_FRAGMENT = """
#version 330
uniform sampler2D picture;
in vec2 uv;
void main() { if (texture(picture, uv).a < 0.5) discard; }
"""

VERTEX = """
#version 330
uniform mat4 camera;
uniform mat4 light;
in vec3 position;
in vec3 normal;
in vec2 corner;
in float open_sky;
out vec3 at;
out vec3 facing;
out vec2 uv;
out float sky;
out vec4 in_light;
void main() {
    at = position;
    facing = normal;
    uv = corner;
    sky = open_sky;
    in_light = light * vec4(position, 1.0);
    gl_Position = camera * vec4(position, 1.0);
}
"""

# Light: a window at the front left with soft shadow, a weak laptop screen, a bright room over a dark table.
# softness lets light wrap round skin, red furthest, as it does when it scatters under the surface.
FRAGMENT = """
#version 330
uniform sampler2D picture;
uniform sampler2DShadow shadow;
uniform vec3 to_window;
uniform vec3 softness;
uniform vec3 shine;      // strength, sharpness, least opacity kept
in vec3 at;
in vec3 facing;
in vec2 uv;
in float sky;
in vec4 in_light;
out vec4 colour;

const vec3 WINDOW = vec3(1.80, 1.73, 1.62);
const vec3 SCREEN = vec3(0.30, 0.31, 0.33);
const vec3 CEILING = vec3(0.55, 0.55, 0.56);
const vec3 TABLE = vec3(0.30, 0.26, 0.23);

float lit() {
    vec3 p = in_light.xyz / in_light.w * 0.5 + 0.5;
    float sum = 0.0;
    for (int i = -1; i <= 1; i++)
        for (int j = -1; j <= 1; j++)
            sum += texture(shadow, vec3(p.xy + vec2(i, j) * 0.004, p.z - 0.005));
    return sum / 9.0;
}

vec3 wrapped(float cosine) { return clamp((vec3(cosine) + softness) / (1.0 + softness), 0.0, 1.0); }

void main() {
    vec4 texel = texture(picture, uv);
    if (texel.a < shine.z) discard;
    vec3 base = pow(texel.rgb, vec3(2.2));
    vec3 n = normalize(facing);
    vec3 view = normalize(-at);
    if (!gl_FrontFacing) n = -n;
    float open_window = lit();
    vec3 window = wrapped(dot(n, to_window)) * mix(1.0, open_window, 0.9);
    vec3 screen = wrapped(dot(n, view));
    vec3 room = mix(TABLE, CEILING, n.y * 0.5 + 0.5) * mix(sky, 1.0, 0.15);
    vec3 light = WINDOW * window + SCREEN * screen * mix(sky, 1.0, 0.5) + room;
    vec3 half_way = normalize(to_window + view);
    float rim = pow(1.0 - max(dot(n, view), 0.0), 4.0);
    float gloss = shine.x * (pow(max(dot(n, half_way), 0.0), shine.y) * open_window + 0.35 * rim * sky);
    vec3 shown = base * light * 0.62 + vec3(gloss);
    shown = shown * (1.0 + shown * 0.16) / (1.0 + shown * 0.55) ;
    colour = vec4(pow(shown, vec3(1.0 / 2.2)), texel.a);
}
"""

BACKDROP_VERTEX = """
#version 330
in vec2 place;
out vec2 uv;
void main() { uv = place * 0.5 + 0.5; gl_Position = vec4(place, 0.999, 1.0); }
"""

BACKDROP_FRAGMENT = """
#version 330
uniform sampler2D picture;
in vec2 uv;
out vec4 colour;
void main() { colour = vec4(texture(picture, uv).rgb, 1.0); }
"""
