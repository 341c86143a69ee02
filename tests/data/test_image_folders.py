"""Folders of pictures: which files count, and how pictures become numbers."""

import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from memgen.data.image_folders import picture_files, read_folder, read_pictures


def save(path, pixels, **options):
    path.parent.mkdir(exist_ok=True)
    Image.fromarray(np.asarray(pixels)).save(path, **options)
    return path


def of_colour(colour, side=4):
    return np.full((side, side, len(colour)), colour, np.uint8)


def test_cropped_at_the_centre_and_resized(tmp_path):
    wide = np.zeros((4, 8, 3), np.uint8)
    wide[:, 2:6] = 200  # the central square
    save(tmp_path / "below" / "b.png", wide)
    save(tmp_path / "a.png", of_colour((90, 90, 90)))
    (tmp_path / "notes.txt").write_text("not an image")
    images = read_folder(tmp_path, 2)
    assert images.left_out == 1
    assert images.pixels.dtype == np.uint8
    assert images.pixels.shape == (2, 2, 2, 3)
    assert (images.pixels[0] == 90).all()
    assert (images.pixels[1] == 200).all()
    assert read_folder(tmp_path, 2, grey=True).pixels.shape == (2, 2, 2, 1)
    assert read_folder(tmp_path / "below", None).pixels.shape == (1, 4, 8, 3)


def test_hidden_files_do_not_count(tmp_path):
    kept = [save(tmp_path / name, of_colour((1, 2, 3))) for name in ("B.PNG", "a.jpg", "c/d.webp")]
    for name in (".a.jpg", "._a.jpg", ".ipynb_checkpoints/a.jpg", "__MACOSX/a.jpg", "c/.d.png"):
        save(tmp_path / name, of_colour((9, 9, 9)))
    (tmp_path / "moving.gif").write_bytes(b"GIF89a")
    (tmp_path / "folder.png").mkdir()
    assert picture_files(tmp_path) == (sorted(kept), 6)


def test_the_folder_itself_may_be_hidden(tmp_path):
    inside = save(tmp_path / ".cache" / "a.png", of_colour((1, 2, 3)))
    assert picture_files(inside.parent) == ([inside], 0)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_are_turned_upright(tmp_path, orientation, rng):
    upright = rng.integers(0, 256, (6, 4, 3), dtype=np.uint8)
    # What a camera that is turned or mirrors stores of it.
    stored = {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: upright.transpose(1, 0, 2),
        6: np.rot90(upright),
        7: upright[::-1, ::-1].transpose(1, 0, 2),
        8: np.rot90(upright, -1),
    }[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    file = save(tmp_path / "a.png", stored, exif=exif)
    np.testing.assert_array_equal(read_pictures([file], None, grey=False)[0], upright)


def test_what_is_transparent_is_white(tmp_path):
    files = [
        save(tmp_path / "clear.png", of_colour((200, 0, 0, 0))),
        save(tmp_path / "half.png", of_colour((200, 0, 0, 51))),
        save(tmp_path / "full.png", of_colour((200, 0, 0, 255))),
        save(tmp_path / "grey.png", of_colour((7, 0))),
    ]
    pixels = read_pictures(files, None, grey=False)[:, 0, 0]
    np.testing.assert_array_equal(
        pixels, [[255, 255, 255], [244, 204, 204], [200, 0, 0], [255, 255, 255]]
    )


def test_a_transparent_colour_of_a_palette_or_of_grey_is_white(tmp_path):
    indexed = Image.new("P", (2, 1))
    indexed.putpalette([10, 20, 30, 40, 50, 60])
    indexed.putdata([0, 1])
    indexed.save(tmp_path / "a.png", transparency=0)
    grey = Image.fromarray(np.array([[5, 6]], np.uint8))
    grey.save(tmp_path / "b.png", transparency=5)
    deep = Image.fromarray(np.array([[5, 257]], np.uint16))
    deep.save(tmp_path / "c.png", transparency=5)
    files = picture_files(tmp_path)[0]
    pixels = read_pictures(files, None, grey=False)
    np.testing.assert_array_equal(pixels[0, 0], [[255, 255, 255], [40, 50, 60]])
    np.testing.assert_array_equal(pixels[1, 0, :, 0], [255, 6])
    np.testing.assert_allclose(pixels[2, 0, :, 0], [255, 1])


def test_sixteen_bits_keep_their_levels(tmp_path):
    levels = np.linspace(0, 65535, 256).astype(np.uint16).reshape(16, 16)
    levels[0, 1] = 1
    save(tmp_path / "b.png", levels)
    save(tmp_path / "a.png", of_colour((3, 3, 3), 16))
    pixels = read_folder(tmp_path, None, grey=True).pixels
    np.testing.assert_array_equal(pixels[0], 3)
    np.testing.assert_allclose(pixels[1, :, :, 0], levels / 257, rtol=1e-6)
    assert len(np.unique(pixels[1])) == 256
    halved = read_folder(tmp_path, 8).pixels
    assert halved.shape == (2, 8, 8, 3)
    boxes = levels.reshape(8, 2, 8, 2).mean(axis=(1, 3)) / 257
    np.testing.assert_allclose(halved[1, :, :, 0], boxes, rtol=1e-6)
    np.testing.assert_array_equal(halved[1, :, :, 0], halved[1, :, :, 2])


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "CMYK", "YCbCr"])
def test_modes_of_one_grey(tmp_path, mode):
    """A black and a white picture are 0 and 255 in every mode, grey or not."""
    ending = ".jpg" if mode in ("CMYK", "YCbCr") else ".png"
    for name, level in (("a", 0), ("b", 255)):
        Image.fromarray(of_colour([level] * 3, 8)).convert(mode).save(tmp_path / f"{name}{ending}")
    for grey, channels in ((False, 3), (True, 1)):
        pixels = read_folder(tmp_path, None, grey).pixels
        assert pixels.shape == (2, 8, 8, channels)
        assert (pixels[0] < 3).all()
        assert (pixels[1] > 252).all()


def test_folders_without_pictures(tmp_path):
    with pytest.raises(FileNotFoundError, match="no such folder"):
        read_folder(tmp_path / "none", 4)
    with pytest.raises(FileNotFoundError, match="no picture"):
        read_folder(tmp_path, 4)
    with pytest.raises(ValueError, match="at least 1"):
        read_folder(tmp_path, 0)


def test_the_home_of_the_user(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    save(tmp_path / "mine" / "a.png", of_colour((1, 2, 3)))
    assert read_folder("~/mine", None).pixels.shape == (1, 4, 4, 3)


def broken(path, kind, rng):
    if kind == "no picture":
        path.write_bytes(b"not a picture")
    elif kind == "empty":
        path.write_bytes(b"")
    else:
        save(path, rng.integers(0, 256, (40, 40, 3), dtype=np.uint8))
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])


@pytest.mark.parametrize("kind", ["no picture", "empty", "truncated"])
@pytest.mark.parametrize("ending", [".png", ".jpg", ".bmp", ".webp"])
def test_broken_pictures_are_named(tmp_path, kind, ending, rng):
    broken(tmp_path / f"a{ending}", kind, rng)
    with pytest.raises(ValueError, match=rf"a\{ending}: not a readable picture"):
        read_folder(tmp_path, 4)


def png_of_size(width, height):
    def chunk(kind, data):
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [10000, 100000])
def test_pictures_beyond_the_limit_are_named(tmp_path, side):
    (tmp_path / "a.png").write_bytes(png_of_size(side, side))
    with pytest.raises(ValueError, match=r"a\.png: too large a picture .*pixels"):
        read_folder(tmp_path, 4)


def test_other_sizes_ask_for_one(tmp_path):
    save(tmp_path / "a.png", of_colour((1, 2, 3), 4))
    save(tmp_path / "b.png", of_colour((1, 2, 3), 5))
    with pytest.raises(ValueError, match=r"b\.png has 5 x 5 pixels, .*a\.png 4 x 4.*one size"):
        read_folder(tmp_path, None)
