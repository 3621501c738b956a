"""Who sits in the demo clip: a woman of about fifty with short hair and a blue shirt."""

from __future__ import annotations

from tests.synthetic.makehuman import Garment, Look

OLD_SHARE = 0.55  # between MakeHuman's 25-year-old and 90-year-old
_BUILD = "averagemuscle-averageweight"
_FACE = "expression/units/caucasian"
_SKIN = "{0}_caucasian_female/textures/{0}_lightskinned_female_diffuse.png"

DEMO_PERSON = Look(
    targets={
        "macrodetails/caucasian-female-young": 1 - OLD_SHARE,
        "macrodetails/caucasian-female-old": OLD_SHARE,
        f"macrodetails/universal-female-young-{_BUILD}": 1 - OLD_SHARE,
        f"macrodetails/universal-female-old-{_BUILD}": OLD_SHARE,
        # a calm, slightly friendly face
        f"{_FACE}/mouth-corner-puller": 0.35,
        f"{_FACE}/eyebrows-left-up": 0.4,
        f"{_FACE}/eyebrows-right-up": 0.4,
        f"{_FACE}/eyebrows-left-inner-up": 0.2,
        f"{_FACE}/eyebrows-right-inner-up": 0.2,
    },
    skins=(_SKIN.format("middleage"), _SKIN.format("old")),
    garments=(
        Garment("eyes/HighPolyEyes", "eye", "brownlight_eye.png"),
        Garment("eyebrows/eyebrow001", "brow", "eyebrow001.png", tint=(1.8, 1.5, 1.3, 0.6)),
        Garment("eyelashes/Eyelashes01", "brow", "eyelashes01.png", tint=(1.0, 1.0, 1.0, 0.8)),
        Garment("clothes/male_casualsuit01", "cloth", "male_casualsuit01_diffuse.png"),
        Garment("hair/short02", "hair", "short02_diffuse.png", greyed=0.65, tint=(1.72, 1.52, 1.40, 1.0)),
    ),
)
