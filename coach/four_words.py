"""A key as four words that two people can read to each other. Pure.

Two screens that show the same four words have the same key, so nobody sits between them. The words are drawn
from the key by a slow hash (scrypt): whoever wanted another key with the same four words would have to make
some 2^32 of them, at a twentieth of a second each.
"""

from hashlib import scrypt

#: Short, plain and easy to tell apart, none of them a letter away from another; their order is part of what
#: the words mean, so it never changes.
_WRITTEN = (
    "acorn anchor apple apron arrow aspen avenue baker bamboo banjo barley barn basil beach bean bell "
    "berry bicycle birch biscuit blossom bonnet bread bridge broom brush butter button cabin cactus "
    "candle canoe canvas carpet carrot castle cedar cello chalk cherry chestnut church circle citrus clay "
    "cliff clock cloud clover coast cocoa comet compass corner cotton cradle crayon cream crystal cushion "
    "cypress daisy dawn desert diary dolphin donkey dune eagle earth easel echo elm ember engine evening "
    "fabric falcon farmer feather fennel fern fiddle field finch flag flute forest fountain fox galaxy "
    "garden garlic ginger giraffe glacier glove gondola grape grass guitar hammer hammock harvest hedge "
    "heron hill honey horizon island ivory jacket jasmine jelly jigsaw juniper kayak kettle kitchen kite "
    "koala ladder ladle lagoon lamp lantern laurel lavender leaf lemon library lilac linen lizard lobster "
    "lotus magnet magpie mango maple marble market meadow melon mirror mitten moon morning mosaic moss "
    "museum music napkin nectar needle nest nutmeg oak oasis oatmeal ocean olive onion orbit orchid otter "
    "owl paddle palace panda paper pasta pebble pelican pencil pepper petal piano picnic pigeon pillow "
    "pine planet plum poem pony poppy potato pretzel puffin pumpkin puzzle quilt rabbit radio rainbow "
    "raisin raven ribbon river robin rocket rose saffron salmon sandal saturn scarf shell sketch sky "
    "slipper snow sofa spoon spring squirrel station stone summer sunset swan table teapot temple thimble "
    "thunder ticket tiger timber tomato tower tractor train trumpet tulip tunnel turtle umbrella vanilla "
    "velvet village volcano waffle wagon walnut walrus water wheat window winter wool yacht yogurt zebra "
    "zigzag"
)
WORDS = tuple(_WRITTEN.split())

#: 16 MB and about a twentieth of a second: nothing to who compares once, much to who tries. Judgement.
_COST, _BLOCK, _LANES = 2**14, 8, 1


def four_words(key: bytes) -> str:
    """The key's four words, a space between them; the same for the same bytes on every computer.

    Args:
        key: the public key or the certificate that both sides have, as bytes; not empty.

    Raises:
        ValueError: there is no key.
    """
    if not key:
        raise ValueError("wanted a key of at least one byte, got none")
    drawn = scrypt(key, salt=b"midline four words", n=_COST, r=_BLOCK, p=_LANES, dklen=4)
    return " ".join(WORDS[number] for number in drawn)
