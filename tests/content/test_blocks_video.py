import socket

import pytest
from django.core.exceptions import ValidationError

from content.blocks.media import VideoEmbedBlock
from content.blocks.video_address import Video, read_video_address

YOUTUBE = Video("YOUTUBE", "aqz-KE-bpKQ")
VIMEO = Video("VIMEO", "76979871")


@pytest.mark.parametrize(
    ("address", "video"),
    [
        ("https://www.youtube.com/watch?v=aqz-KE-bpKQ", YOUTUBE),
        ("https://www.youtube.com/watch?t=10&v=aqz-KE-bpKQ&list=x", YOUTUBE),
        ("http://youtube.com/watch?v=aqz-KE-bpKQ", YOUTUBE),
        ("https://m.youtube.com/watch?v=aqz-KE-bpKQ", YOUTUBE),
        ("https://youtu.be/aqz-KE-bpKQ?si=abc", YOUTUBE),
        ("https://www.youtube.com/embed/aqz-KE-bpKQ", YOUTUBE),
        ("https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ", YOUTUBE),
        ("https://www.youtube.com/shorts/aqz-KE-bpKQ", YOUTUBE),
        ("https://www.youtube.com/live/aqz-KE-bpKQ", YOUTUBE),
        ("https://vimeo.com/76979871", VIMEO),
        ("https://vimeo.com/76979871/0123abcdef", VIMEO),
        ("https://vimeo.com/channels/staffpicks/76979871", VIMEO),
        ("https://player.vimeo.com/video/76979871?h=x", VIMEO),
    ],
)
def test_an_address_of_a_video_names_its_host_and_identifier(address, video):
    assert read_video_address(address) == video


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://example.org/watch?v=aqz-KE-bpKQ",
        "https://www.youtube.com/",
        "https://www.youtube.com/watch?v=short",
        "https://www.youtube.com/watch?v=aqz-KE-bpKQ<script>",
        "https://www.youtube.com.example.org/watch?v=aqz-KE-bpKQ",
        "https://youtube.com@example.org/watch?v=aqz-KE-bpKQ",
        "javascript://youtu.be/aqz-KE-bpKQ",
        "ftp://youtu.be/aqz-KE-bpKQ",
        "https://vimeo.com/staffpicks",
        "https://vimeo.com/1",
        "https://[::1",
    ],
)
def test_any_other_address_is_of_no_video(address):
    assert read_video_address(address) is None


def value(url="https://youtu.be/aqz-KE-bpKQ", **fields):
    return VideoEmbedBlock().to_python({"title": "Vídeo", "url": url, "caption": "", "transcript": "", **fields})


def test_the_block_publishes_host_and_identifier():
    video = value()

    assert (video.provider, video.video_id) == ("YOUTUBE", "aqz-KE-bpKQ")


def test_an_address_elsewhere_is_refused_at_the_field():
    with pytest.raises(ValidationError) as caught:
        VideoEmbedBlock().clean(value(url="https://example.org/video"))

    (problem,) = caught.value.block_errors["url"].error_list
    assert problem.code == "not_a_video"


def test_saving_a_video_asks_nobody(monkeypatch):
    def refuse(*arguments, **keywords):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)

    block = VideoEmbedBlock()

    assert block.clean(value(transcript="Primeira linha"))["transcript"] == "Primeira linha"
